package org.vibrissa.mode.internal.run;

/**
 * What goes wrong at a call.
 *
 * @param path the call
 * @param host whom it is for
 * @param what goes wrong
 */
record Fault(String path, String host, What what) {
    enum What {
        /** The host answers that it will not. */
        REFUSED,
        /** The call does not get there. */
        CALL_LOST,
        /** It is carried out, and nobody hears of it. */
        ANSWER_LOST,
        /** The host dies before it does anything. */
        HOST_DIES_BEFORE,
        /** The host dies when it has done it. */
        HOST_DIES_AFTER,
        /** The coordinator dies before it sends the call, whoever else has got it. */
        COORDINATOR_DIES_BEFORE,
        /** The coordinator dies when the call was carried out. */
        COORDINATOR_DIES_AFTER,
        /** The user aborts while the call is carried out. */
        USER_ABORTS
    }

    static final Fault NONE = new Fault("", "", What.REFUSED);
}
