#!/usr/bin/env node
import "../dist/bin.js"; // a file of its own, so that it can be linked before anything is built
