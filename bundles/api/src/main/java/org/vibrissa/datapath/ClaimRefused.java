package org.vibrissa.datapath;

/** A claim that was not granted; nothing changed in the datapath. */
public final class ClaimRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        /** The program has no contract record, or an unreadable one. */
        NO_CONTRACT,
        /** Built against another ABI or another layout of {@code struct vib_meta}. */
        WRONG_ABI,
        /** Another bundle holds the slot in one of the chains. */
        SLOT_HELD,
        /** A stage it needs is missing. */
        UNMET_NEED,
        /** It failed a conformance packet in the shadow array. */
        CONFORMANCE
    }

    private final Cause reason;

    public ClaimRefused(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
