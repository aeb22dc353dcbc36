package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Compares each jar's CRC-32 with the list, on a thread of its own beside the installation, which
 * reads only a little of each. No bundle starts before {@link #await}.
 */
final class JarCheck {
    private final FutureTask<Void> check;

    private JarCheck(Distribution distribution) {
        check =
                new FutureTask<>(
                        () -> {
                            for (BundleList.Entry entry : distribution.bundles().entries()) {
                                compare(entry, entry.in(distribution.home()));
                            }
                            return null;
                        });
    }

    static JarCheck begin(Distribution distribution) {
        JarCheck begun = new JarCheck(distribution);
        Thread thread = new Thread(begun.check, "vibrissa-jar-check");
        thread.setDaemon(true);
        thread.start();
        return begun;
    }

    /**
     * Ends when all jars are compared.
     *
     * @throws LaunchFailure naming the first jar of the list that differs
     */
    void await() throws LaunchFailure, IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    check.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LaunchFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("the jars could not be compared", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void compare(BundleList.Entry entry, Path jar)
            throws LaunchFailure, IOException {
        if (!Crc32.of(jar).equals(entry.crc32())) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED,
                    jar + " is not the file that was built (CRC-32 differs).\nInstall again.");
        }
    }
}
