package org.vibrissa.bpf;

/** A bundle asked for a map of another bundle without a grant in its manifest. */
public final class NotGrantedException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String map;
    private final String header;

    /**
     * The error with all its parts.
     *
     * @param map the map asked for
     * @param header the manifest header that would grant it
     * @param message who asked, who owns the map, and the header to add
     */
    public NotGrantedException(String map, String header, String message) {
        super(message);
        this.map = map;
        this.header = header;
    }

    /** The map asked for. */
    public String map() {
        return map;
    }

    /** The manifest header which would grant it, ready to be pasted. */
    public String header() {
        return header;
    }
}
