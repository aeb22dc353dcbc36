package org.vibrissa.bpf;

/** Another daemon holds a chain of this bpffs folder. */
public final class LeaseHeldException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String chain;
    private final String holder;

    /**
     * The error with all its parts.
     *
     * @param chain the chain that was asked for
     * @param holder who holds it: node name and process id
     * @param message the refusal with the holder
     */
    public LeaseHeldException(String chain, String holder, String message) {
        super(message);
        this.chain = chain;
        this.holder = holder;
    }

    /** The chain that was asked for. */
    public String chain() {
        return chain;
    }

    /** Who holds it, such as {@code node west, pid 4711}. */
    public String holder() {
        return holder;
    }
}
