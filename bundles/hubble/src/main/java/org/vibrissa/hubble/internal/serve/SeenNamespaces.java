package org.vibrissa.hubble.internal.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.observer.GetNamespacesResponse;
import org.vibrissa.hubble.proto.observer.Namespace;

/** Namespaces that flows were of lately: looked for in the log when asked, which is seldom. */
final class SeenNamespaces {
    private static final Duration LATELY = Duration.ofHours(1);

    private final FlowSource source;

    SeenNamespaces(FlowSource source) {
        this.source = source;
    }

    GetNamespacesResponse read() {
        SortedSet<String> names = new TreeSet<>();
        FlowView view = new FlowView(source.names(), source.origin());
        try (FlowCursor cursor =
                source.log().since("hubble-namespaces", Instant.now().minus(LATELY))) {
            for (int left = source.log().capacity(); left > 0 && cursor.next(); left--) {
                view.at(cursor.event());
                names.add(view.source().namespace());
                names.add(view.destination().namespace());
            }
        }
        names.remove("");
        GetNamespacesResponse.Builder response = GetNamespacesResponse.newBuilder();
        for (String name : names) {
            response.addNamespaces(
                    Namespace.newBuilder()
                            .setCluster(source.origin().cluster())
                            .setNamespace(name));
        }
        return response.build();
    }
}
