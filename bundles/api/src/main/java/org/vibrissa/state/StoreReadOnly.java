package org.vibrissa.state;

/** The store takes no changes now; the message gives the reason and the way out. */
public class StoreReadOnly extends StateException {
    private static final long serialVersionUID = 1L;

    public StoreReadOnly(String message) {
        super(message);
    }
}
