package org.vibrissa.metrics.internal.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.view.EndpointFigures;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.internal.view.IdentityFigures;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.TestScrapes;
import org.vibrissa.metrics.internal.host.JvmFigures;
import org.vibrissa.metrics.internal.http.LoadedServer;
import org.vibrissa.metrics.internal.hubble.FlowLoad;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Status;

/**
 * The real endpoint for Prometheus over simulated tables: prints {@code PORT SERIES} and serves
 * until its input ends. Used by {@code ./bench metrics}.
 */
public final class ScrapeLoad {
    private static final int LIMIT = 10_000;

    private ScrapeLoad() {}

    /**
     * Serves.
     *
     * @param args endpoints, identities, then items of {@code metrics.hubble}
     */
    public static void main(String[] args) throws IOException {
        int endpoints = Integer.parseInt(args[0]);
        int identities = Integer.parseInt(args[1]);
        List<String> hubble = List.of(args).subList(2, args.length);
        List<MetricSource> sources =
                List.of(
                        new FlowLoad(hubble, endpoints, identities, LIMIT),
                        new EndpointFigures(
                                store(resources(endpoints)), endpoints(local(endpoints))),
                        new IdentityFigures(identities(numbers(identities))),
                        new JvmFigures());
        Supplier<Scrape> scrape = TestScrapes.of(sources, LIMIT);
        try (LoadedServer server = new LoadedServer(scrape)) {
            System.out.println(server.port() + " " + scrape.get().series());
            while (System.in.read() >= 0) {
                // Until its end.
            }
        }
    }

    private static List<Resource> resources(int count) {
        Instant now = Instant.now();
        List<Resource> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Metadata metadata =
                    new Metadata(
                            "endpoint-" + i,
                            "space",
                            new TreeMap<>(),
                            new TreeMap<>(),
                            "u" + i,
                            1,
                            now);
            all.add(
                    new Resource(
                            "vibrissa.org/v1",
                            "Endpoint",
                            metadata,
                            JsonNodeFactory.instance.objectNode(),
                            new Status(Phase.READY, "", now, new TreeMap<>())));
        }
        return all;
    }

    private static List<LocalEndpoint> local(int count) {
        List<LocalEndpoint> all = new ArrayList<>(count);
        for (Resource resource : resources(count)) {
            all.add(
                    new LocalEndpoint(
                            resource.key(),
                            resource.metadata().uid(),
                            1 + all.size(),
                            EndpointForm.NETNS,
                            new TreeMap<>(),
                            256,
                            "lxc" + all.size(),
                            10,
                            MacAddress.parse("02:00:00:00:00:01"),
                            List.of()));
        }
        return all;
    }

    private static List<Identity> numbers(int count) {
        List<Identity> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Identity(256 + i, Labels.NONE));
        }
        return Collections.unmodifiableList(all);
    }

    private static ResourceStore store(List<Resource> endpoints) {
        return listing(ResourceStore.class, endpoints);
    }

    private static Endpoints endpoints(List<LocalEndpoint> all) {
        return listing(Endpoints.class, all);
    }

    private static Identities identities(List<Identity> all) {
        return listing(Identities.class, all);
    }

    /** Answers {@code list} alone. */
    private static <T> T listing(Class<T> type, List<?> rows) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("list")) {
                                return rows;
                            }
                            throw new UnsupportedOperationException(method.toString());
                        }));
    }
}
