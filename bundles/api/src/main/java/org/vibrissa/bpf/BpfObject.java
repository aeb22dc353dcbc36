package org.vibrissa.bpf;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A loaded object file: its programs and maps. Thread-safe. */
@ProviderType
public interface BpfObject extends AutoCloseable {
    /** The object file as data. */
    BpfObjectSpec spec();

    /**
     * SHA-256 over the object file and the constants it was loaded with, in hexadecimal. Programs
     * of objects with the same digest do the same with the same maps.
     */
    String digest();

    /** Names of the programs that were loaded. */
    List<String> programNames();

    /**
     * A loaded program.
     *
     * @throws BpfException when the object has none of that name or it was not requested
     */
    BpfProgram program(String name);

    /**
     * A map of the object.
     *
     * @throws LayoutMismatchException when the codecs do not fit the map's BTF
     * @throws BpfException when the object has none of that name
     */
    <K, V> BpfMap<K, V> map(String name, Codec<K> key, Codec<V> value);

    /**
     * Loads a second, private instance of the same request for tests. Its maps are fresh, unpinned
     * copies, except the replacements.
     *
     * @param replacements maps to use in place of the object's own, by name
     * @param maxEntries upper bound for the capacity of hash, LRU and trie copies; 0 = as declared
     */
    BpfObject shadow(Map<String, BpfMap<?, ?>> replacements, int maxEntries);

    /**
     * Gives up the handles. Programs that are attached or in an array go on running; maps live as
     * long as a pin or a program uses them. Idempotent.
     */
    @Override
    void close();
}
