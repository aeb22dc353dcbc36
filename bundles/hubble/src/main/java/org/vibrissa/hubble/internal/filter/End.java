package org.vibrissa.hubble.internal.filter;

import java.util.Locale;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.internal.view.FlowView;

/** Which end of a flow a field is about. */
enum End {
    SOURCE,
    DESTINATION;

    /** The name of one of its fields. */
    String field(String rest) {
        return name().toLowerCase(Locale.ROOT) + "_" + rest;
    }

    FlowParty party(FlowView flow) {
        return this == SOURCE ? flow.source() : flow.destination();
    }
}
