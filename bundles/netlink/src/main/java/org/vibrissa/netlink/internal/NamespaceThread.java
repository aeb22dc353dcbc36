package org.vibrissa.netlink.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.vibrissa.netlink.NetworkNamespace;

/**
 * Threads that live for one action inside a namespace, so that no other thread ever changes its.
 */
final class NamespaceThread {
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

    private NamespaceThread() {}

    /** Runs what throws no checked exception; waits on although interrupted. */
    static <T> T run(NetworkNamespace namespace, String request, Callable<T> action) {
        FutureTask<T> task = start(namespace, request, action);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(request, e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs what may throw anything; an interrupt goes to the action, whose end is awaited. */
    static <T> T call(NetworkNamespace namespace, String request, Callable<T> action)
            throws Exception {
        Awaited<T> awaited = new Awaited<>(action);
        FutureTask<T> task = start(namespace, request, awaited);
        try {
            return task.get();
        } catch (InterruptedException e) {
            awaited.interrupt();
            awaitEnd(task);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw unchecked(request, e.getCause());
        }
    }

    private static void awaitEnd(FutureTask<?> task) {
        boolean done = false;
        while (!done) {
            try {
                task.get();
                done = true;
            } catch (InterruptedException again) {
                done = task.isDone();
            } catch (ExecutionException failed) {
                done = true;
            }
        }
    }

    private static RuntimeException unchecked(String request, Throwable cause) {
        if (cause instanceof RuntimeException runtime) {
            return runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(request + ": " + cause, cause);
    }

    private static <T> FutureTask<T> start(
            NetworkNamespace namespace, String request, Callable<T> action) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            enter(namespace, request);
                            return action.call();
                        });
        Thread thread = new Thread(task, "netns-" + namespace.name());
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void enter(NetworkNamespace namespace, String request) throws IOException {
        if (Libc.setns(namespace.fd(), Libc.CLONE_NEWNET) < 0) {
            throw Errno.last(request + " (enter network namespace " + namespace.name() + ")");
        }
        if (!OpenNamespace.read(OWN).equals(namespace.id())) {
            throw new IllegalStateException(
                    request + ": the namespace " + namespace.name() + " was closed meanwhile");
        }
    }

    /** An action whose thread can be interrupted once it runs. */
    private static final class Awaited<T> implements Callable<T> {
        private final Callable<T> action;
        private Thread thread;
        private boolean interrupted;

        Awaited(Callable<T> action) {
            this.action = action;
        }

        @Override
        public T call() throws Exception {
            synchronized (this) {
                thread = Thread.currentThread();
                if (interrupted) {
                    thread.interrupt();
                }
            }
            try {
                return action.call();
            } finally {
                synchronized (this) {
                    thread = null;
                }
            }
        }

        synchronized void interrupt() {
            interrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
