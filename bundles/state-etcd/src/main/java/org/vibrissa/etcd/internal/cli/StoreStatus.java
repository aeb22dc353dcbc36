package org.vibrissa.etcd.internal.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.etcd.internal.EtcdComponent;
import org.vibrissa.etcd.internal.Link;
import org.vibrissa.etcd.internal.feed.Health;
import picocli.CommandLine.Command;

/** {@code vibrissa fleet store status}. */
@Component(service = CommandProvider.class)
public final class StoreStatus extends StoreCommand {
    private final EtcdComponent etcd;

    @Activate
    public StoreStatus(@Reference EtcdComponent etcd) {
        super("fleet store status", "vibrissa fleet store status -o json");
        this.etcd = etcd;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(etcd, invocation);
    }

    @Command(description = "Shows which store the fleet is in and whether this host is in step.")
    private record Run(EtcdComponent etcd, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            ObjectNode json = json();
            invocation.print(json, out -> human(json, out));
        }

        private ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("stage", etcd.stage().word());
            json.put("configured", etcd.configured().word());
            json.put("problem", etcd.problem());
            etcd.link().ifPresent(link -> describe(link, json));
            return json;
        }

        private static void describe(Link link, ObjectNode json) {
            Optional<Health.Problem> worst = link.health().worst();
            json.put("endpoint", link.etcd().endpoint().toString());
            json.put("following", link.feed().following());
            json.put("inStep", link.inStep());
            worst.ifPresent(p -> json.put("problem", p.text()).put("since", p.since().toString()));
            json.put("revision", link.feed().revision());
            json.put("listings", link.feed().listings());
            json.put("resources", link.mirror().size());
            json.put("waiting", link.waiting());
            link.book()
                    .ifPresent(
                            book -> {
                                json.put("addresses", book.size());
                                json.put("addressesInForce", book.inForce());
                            });
            json.put("leaseMs", link.lease().left().toMillis());
            json.put("coordinator", link.leadership().leader().orElse(""));
            link.lease().alive().forEach(json.putArray("alive")::add);
            ArrayNode refused = json.putArray("refused");
            link.mirror()
                    .refused()
                    .forEach(
                            w ->
                                    refused.addObject()
                                            .put("resource", w.key().toString())
                                            .put("reason", w.reason()));
            link.mirror()
                    .unreadable()
                    .forEach(
                            (key, why) ->
                                    refused.addObject().put("resource", key).put("reason", why));
        }

        private static void human(ObjectNode json, PrintWriter out) {
            json.properties()
                    .forEach(
                            field -> {
                                if (!field.getValue().isArray()) {
                                    out.printf(
                                            "%-18s%s%n", field.getKey(), field.getValue().asText());
                                }
                            });
            out.printf("%-18s%s%n", "alive", json.path("alive").size() + " hosts");
            json.path("refused")
                    .forEach(
                            row ->
                                    out.println(
                                            "Not taken here: "
                                                    + row.path("resource").asText()
                                                    + ": "
                                                    + row.path("reason").asText()));
        }
    }
}
