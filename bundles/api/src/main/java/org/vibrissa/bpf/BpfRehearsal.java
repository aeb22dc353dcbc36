package org.vibrissa.bpf;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tries the objects of a bundle which is installed but not started, as its loader would, and leaves
 * nothing behind: nothing is pinned or attached, no entry of a live map is touched. Thread-safe;
 * meant for who replaces bundles.
 */
@ProviderType
public interface BpfRehearsal {
    /** Objects in the kernel; none runs, and all go with {@link #close()}. */
    interface Loaded extends AutoCloseable {
        /** In order of their names. */
        List<BpfObject> objects();

        @Override
        void close();
    }

    /**
     * Every object file of the bundle ({@code *.bpf.o}) as data, in order of their names.
     *
     * @param bundle the framework's number of the bundle
     * @throws BpfException when one is no BPF object, with the offset of what is wrong
     */
    List<BpfObjectSpec> read(long bundle);

    /**
     * Loads all programs of every object: shared maps are those in use, all others are small
     * private copies. What can be told without the kernel is looked at first, for all objects:
     * kernel features that the manifest asks for, grants, layouts of maps that an earlier version
     * left.
     *
     * @param bundle the framework's number of the bundle, which is resolved
     * @throws NotSupportedException naming a kernel feature that is missing
     * @throws NotGrantedException naming the header that would grant the maps
     * @throws NoConverterException when a map is there with a layout that the bundle does not
     *     declare to convert
     * @throws LayoutMismatchException when a map has another layout in spite of an equal version
     * @throws VerifierRejectedException with the end of the verifier's log
     */
    Loaded load(long bundle);
}
