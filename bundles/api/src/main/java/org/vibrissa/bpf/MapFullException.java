package org.vibrissa.bpf;

/** A map has no room for another entry ({@code E2BIG} or {@code ENOMEM}). */
public final class MapFullException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String map;
    private final int maxEntries;

    /**
     * The error with all its parts.
     *
     * @param map the full map's name
     * @param maxEntries its capacity
     * @param message what could not be written
     * @param errno the kernel's error number
     * @param errnoName its name
     */
    public MapFullException(
            String map, int maxEntries, String message, int errno, String errnoName) {
        super(message, errno, errnoName);
        this.map = map;
        this.maxEntries = maxEntries;
    }

    /** The full map. */
    public String map() {
        return map;
    }

    /** How many entries it can hold. */
    public int maxEntries() {
        return maxEntries;
    }
}
