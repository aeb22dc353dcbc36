package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import java.util.List;
import org.vibrissa.hubble.proto.observer.Namespace;

/** Namespaces as {@code hubble list namespaces} prints them. */
public final class NamespaceTable {
    private NamespaceTable() {}

    /** Prints one line for each. */
    public static void print(List<Namespace> namespaces, boolean wide, PrintWriter out) {
        Columns columns = new Columns();
        columns.add(wide ? List.of("NAMESPACE", "CLUSTER") : List.of("NAMESPACE"));
        for (Namespace each : namespaces) {
            String name = Harmless.text(each.getNamespace());
            columns.add(wide ? List.of(name, Harmless.text(each.getCluster())) : List.of(name));
        }
        columns.print(out);
    }
}
