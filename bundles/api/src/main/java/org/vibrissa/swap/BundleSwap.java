package org.vibrissa.swap;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Replaces one version of a bundle by another while packets flow: the new one is installed beside
 * the old, tested, started; it takes over slots and maps; then the old one is retired. One swap at
 * a time. Thread safe.
 */
@ProviderType
public interface BundleSwap {
    /**
     * Swaps, or installs a bundle of which no version is there. The jar is kept, and started again
     * with the daemon.
     *
     * @param jar the bundle file's bytes
     * @param source what the user called it, for messages
     * @param dryRun ends after the pre-flight; nothing stays installed
     * @param progress told each phase as it begins
     * @throws SwapFailed when it was not done; the old version was never touched or is in force
     *     again
     */
    SwapReceipt swap(byte[] jar, String source, boolean dryRun, Consumer<String> progress);

    /** Receipts of earlier swaps, the newest first. */
    List<SwapReceipt> receipts();
}
