package org.vibrissa.state;

/**
 * The change could not be made durable, for example because the disk is full. Nothing of it was
 * stored, and later changes work once the cause is gone.
 */
public class StoreWriteFailed extends StateException {
    private static final long serialVersionUID = 1L;

    public StoreWriteFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
