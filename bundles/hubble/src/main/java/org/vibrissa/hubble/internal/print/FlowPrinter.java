package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** Prints what a server answers, in one form. For one thread. */
public interface FlowPrinter {
    /** A flow, lost events or the news of nodes. */
    void print(GetFlowsResponse response);

    /** Something that a daemon did. */
    void print(GetAgentEventsResponse response);

    /** Prints what is held back; flushes nothing. */
    default void finish() {}

    /**
     * A printer.
     *
     * @param err where the news of nodes go
     */
    static FlowPrinter of(Look look, PrintWriter out, PrintWriter err) {
        return switch (look.form()) {
            case COMPACT -> new CompactPrinter(look, out, err);
            case DICT -> new DictPrinter(look, out, err);
            case TABLE -> new TablePrinter(look, out, err);
            case JSON -> new JsonPrinter(look, out, err);
        };
    }
}
