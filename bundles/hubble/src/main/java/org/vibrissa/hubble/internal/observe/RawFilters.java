package org.vibrissa.hubble.internal.observe;

import java.io.PrintWriter;
import java.util.List;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Filters as Hubble's command line prints them: YAML lists of JSON texts. */
final class RawFilters {
    private RawFilters() {}

    static void print(Filters filters, PrintWriter out) {
        print("allowlist", filters.white(), out);
        print("denylist", filters.black(), out);
    }

    private static void print(String name, List<FlowFilter> filters, PrintWriter out) {
        if (filters.isEmpty()) {
            return;
        }
        ProtoJson json = new ProtoJson();
        out.println(name + ":");
        for (FlowFilter filter : filters) {
            out.println("    - '" + json.text(filter).replace("'", "''") + "'");
        }
    }
}
