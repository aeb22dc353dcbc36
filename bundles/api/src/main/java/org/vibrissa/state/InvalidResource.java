package org.vibrissa.state;

/**
 * One thing that is wrong with one document. Kinds throw it with a path and a problem; the store
 * adds the document and the line.
 */
public class InvalidResource extends StateException {
    private static final long serialVersionUID = 1L;

    private final String location;
    private final String path;
    private final String problem;

    /**
     * A problem whose place is not known yet.
     *
     * @param path the field, such as {@code spec.addresses[1]}; empty when it is the whole document
     * @param problem what is wrong with it and what would be right, such as {@code is not an IP
     *     address: 10.1.0.300}
     */
    public InvalidResource(String path, String problem) {
        this("", path, problem);
    }

    private InvalidResource(String location, String path, String problem) {
        super(join(location, path, problem));
        this.location = location;
        this.path = path;
        this.problem = problem;
    }

    /** Where, such as {@code pools.yaml, document 2, line 14}; empty when not known. */
    public String location() {
        return location;
    }

    /** The field, such as {@code spec.addresses[1]}; empty for the whole document. */
    public String path() {
        return path;
    }

    /** What is wrong, without location and path. */
    public String problem() {
        return problem;
    }

    /** The same problem with a place in front. */
    public InvalidResource at(String place) {
        InvalidResource located = new InvalidResource(place, path, problem);
        located.setStackTrace(getStackTrace());
        return located;
    }

    private static String join(String location, String path, String problem) {
        String text = path.isEmpty() ? problem : path + ": " + problem;
        return location.isEmpty() ? text : location + ": " + text;
    }
}
