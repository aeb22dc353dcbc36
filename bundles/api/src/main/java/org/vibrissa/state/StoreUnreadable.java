package org.vibrissa.state;

/** What is stored cannot be known now; the message gives file and offset and the way out. */
public class StoreUnreadable extends StateException {
    private static final long serialVersionUID = 1L;

    public StoreUnreadable(String message) {
        super(message);
    }
}
