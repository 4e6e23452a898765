"""The network of peers that train on small pictures: torchvision's ResNet-18 with their stem, of any width."""

from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet


class SmallResNet18(ResNet):
    def __init__(self, width):
        super().__init__(BasicBlock, [2, 2, 2, 2])
        self.inplanes = width
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.Identity()
        for stage, stride in enumerate([1, 2, 2, 2]):
            setattr(self, f"layer{stage + 1}", self._make_layer(BasicBlock, width * 2**stage, 2, stride=stride))
        self.fc = nn.Identity()
