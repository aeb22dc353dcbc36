package org.vibrissa.flow;

/** Why a packet has an event. A packet may have several causes. */
public enum FlowCause {
    /** The first packet of a flow. */
    START,
    /** The first packet of its other direction. */
    REPLY,
    /** TCP flags that this direction of the flow had not shown. */
    TCP_FLAGS,
    /** The flow's state became closed or reset. */
    CLOSE,
    /** A flow that was judged again. */
    VERDICT,
    /** The interval for long flows is over. */
    PERIODIC,
    /** A dropped packet. */
    DROP,
    /** Every packet is told at the level in force. */
    PACKET;

    /** Its bit in {@link FlowEvent#causes()}. */
    public int bit() {
        return 1 << ordinal();
    }
}
