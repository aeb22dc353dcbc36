package org.vibrissa.policy.internal.document;

/**
 * One field of a policy document, as the decoder and the support table know it.
 *
 * @param state what becomes of it
 * @param about one line: what it means here, or why it is refused
 */
record Field(String name, State state, String about) {
    /** What becomes of a field. */
    enum State {
        /** In force. */
        SUPPORTED("supported"),
        /** Read and checked; its rule matches nothing until another bundle is there. */
        LB("pending (lb)"),
        /** As {@link #LB}. */
        PROXY("pending (proxy)"),
        /** A document with it is not stored. */
        REFUSED("refused");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** As in the support table. */
        String label() {
            return label;
        }
    }

    static Field of(String name, String about) {
        return new Field(name, State.SUPPORTED, about);
    }

    static Field lb(String name, String about) {
        return new Field(name, State.LB, about);
    }

    static Field proxy(String name, String about) {
        return new Field(name, State.PROXY, about);
    }

    static Field refused(String name, String why) {
        return new Field(name, State.REFUSED, why);
    }
}
