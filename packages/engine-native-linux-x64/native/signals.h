// Signals wait while the addon works.
#pragma once
#include <pthread.h>
#include <signal.h>

namespace unlabeled {

/**
 * Holds back all signals of this thread but those of its own faults, as long as it lives. oneDNN's product of matrices for AVX2 without
 * AVX-512 moves the stack pointer into a buffer with little room below; the handler of a signal that came then, of Ctrl-C or a terminal's
 * new size, would write over what lies before the buffer. OpenMP's threads are started while one of these lives, and inherit it.
 */
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigfillset(&held);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) sigdelset(&held, fault);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

}  // namespace unlabeled
