package org.vibrissa.bpf;

/**
 * A map that outlives its bundle is there with another layout, and the bundle has not declared that
 * it converts that one. Nothing was changed: the map and what is in it are as they were.
 */
public final class NoConverterException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String map;
    private final String header;

    /**
     * The error with all its parts.
     *
     * @param map the map
     * @param header the manifest header that declares a converter
     * @param message which layout is there, which one is wanted, and the header to add
     */
    public NoConverterException(String map, String header, String message) {
        super(message);
        this.map = map;
        this.header = header;
    }

    /** The map. */
    public String map() {
        return map;
    }

    /** The manifest header which declares a converter, ready to be pasted. */
    public String header() {
        return header;
    }
}
