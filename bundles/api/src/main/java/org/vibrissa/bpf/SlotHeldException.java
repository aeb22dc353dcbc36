package org.vibrissa.bpf;

/** A slot of a chain is claimed by another owner. */
public final class SlotHeldException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String chain;
    private final int slot;
    private final String holder;

    /**
     * The error with all its parts.
     *
     * @param chain the chain's name
     * @param slot the slot, 0..31
     * @param holder the owner of the slot: symbolic name and version
     * @param message the refusal with the holder and what would help
     */
    public SlotHeldException(String chain, int slot, String holder, String message) {
        super(message);
        this.chain = chain;
        this.slot = slot;
        this.holder = holder;
    }

    /** The chain's name. */
    public String chain() {
        return chain;
    }

    /** The slot, 0..31. */
    public int slot() {
        return slot;
    }

    /** Who holds it. */
    public String holder() {
        return holder;
    }
}
