package org.vibrissa.bpf;

/** What a grant allows on a map. */
public enum Access {
    /** Look up and iterate. */
    READ("r"),
    /** Look up, iterate, update and delete. */
    WRITE("rw");

    private final String label;

    Access(String label) {
        this.label = label;
    }

    /** As written in the manifest attribute {@code access}: {@code r} or {@code rw}. */
    public String label() {
        return label;
    }

    /** Whether a grant of this access is enough for {@code wanted}. */
    public boolean allows(Access wanted) {
        return this == WRITE || wanted == READ;
    }
}
