package org.vibrissa.state;

/** How far a resource has come. */
public enum Phase {
    /** Stored, not yet in force. */
    PENDING("Pending"),
    /** In force. */
    READY("Ready"),
    /**
     * Not in force; the status says why. It is tried again when something it depends on changes.
     */
    FAILED("Failed");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** As users see it: {@code Pending}, {@code Ready}, {@code Failed}. */
    public String label() {
        return label;
    }
}
