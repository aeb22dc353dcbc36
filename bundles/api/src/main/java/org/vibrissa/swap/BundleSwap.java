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
     *     <p>The pre-flight comes before any code of the bundle runs: manifest, wires, contract of
     *     each stage, kernel features, grants, layouts of maps, the verifier's word on each
     *     program, and canned packets through a copy of the pipeline.
     * @param dryRun ends after the pre-flight; nothing stays installed
     * @param progress told each phase as it begins
     * @throws SwapFailed when it was not done; the old version was never touched or is in force
     *     again
     */
    SwapReceipt swap(byte[] jar, String source, boolean dryRun, Consumer<String> progress);

    /**
     * Takes a bundle that was installed by {@link #swap} off the host: stops it, gives its slots
     * back, removes its links, maps and pins, and the kept jar. Packets go on.
     *
     * @param name as in {@link Bundles}
     * @param force also one on which other bundles stand
     * @param dryRun only tells what would go
     * @throws BundleFailure when there is none, with the nearest name; when it is part of the
     *     distribution; when others stand on it and {@code force} is false; when it has a {@link
     *     StopConsequence} now; when something of it is left
     */
    default BundleRemoval uninstall(String name, boolean force, boolean dryRun) {
        return uninstall(name, force, dryRun, false);
    }

    /**
     * The same, also of a bundle with a {@link StopConsequence}.
     *
     * @param accepted whether that is known and meant; false refuses the removal when there is one
     */
    BundleRemoval uninstall(String name, boolean force, boolean dryRun, boolean accepted);

    /** Receipts of earlier swaps, the newest first. */
    List<SwapReceipt> receipts();
}
