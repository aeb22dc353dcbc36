package org.vibrissa.control.internal.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether and why a command should end early; interrupts its thread once. */
final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private Optional<Thread> runner = Optional.empty();
    private boolean cancelled;
    private int signal;

    /** The calling thread begins to run the command; false when it was cancelled before. */
    synchronized boolean begin() {
        runner = Optional.of(Thread.currentThread());
        return !cancelled;
    }

    /** The command has ended; the thread is not interrupted afterwards. */
    synchronized void end() {
        runner = Optional.empty();
        actions.clear();
        Thread.interrupted();
    }

    /**
     * Cancels.
     *
     * @param number the signal, 0 when the client went away
     */
    void cancel(int number) {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            signal = number;
            due = List.copyOf(actions);
            runner.ifPresent(Thread::interrupt);
        }
        due.forEach(Runnable::run);
    }

    void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    /** As a shell shows it: 128 + signal. */
    synchronized int exitCode() {
        return 128 + Math.max(signal, 1);
    }
}
