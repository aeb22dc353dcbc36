package org.vibrissa.control.internal.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Table;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.state.Column;
import org.vibrissa.state.NearestName;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa get}. */
@Command(description = "Shows resources with their status; without KIND, the kinds")
final class GetCommand implements Runnable {
    private final Invocation invocation;
    private final ResourceAccess access;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "Such as ippools.")
    private String kind = "";

    @Parameters(index = "1..*", paramLabel = "NAME", description = "Only these.")
    private List<String> names = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "",
            description = "Only this namespace.")
    private String namespace;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "KEY=VALUE",
            description = "Only those with this label; repeatable.")
    private Map<String, String> labels = Map.of();

    GetCommand(Invocation invocation, ResourceAccess access) {
        this.invocation = invocation;
        this.access = access;
    }

    @Override
    public void run() {
        if (kind.isEmpty()) {
            kinds();
            return;
        }
        ResourceKind<?> known = access.store().kind(kind);
        List<Resource> found =
                (names.isEmpty()
                                ? access.store().trusted().list(known.kind())
                                : names.stream().map(this::one).toList())
                        .stream().filter(this::wanted).toList();
        if (invocation.format() == OutputFormat.TABLE) {
            invocation.print(table(known, found));
        } else {
            document(found);
        }
    }

    private void kinds() {
        invocation.print(
                Table.<ResourceKind<?>>of(access.store().kinds())
                        .column("KIND", "kind", ResourceKind::kind)
                        .column("PLURAL", "plural", ResourceKind::plural)
                        .column("SHORT", "shortNames", k -> String.join(",", k.shortNames()))
                        .column("API VERSION", "apiVersion", ResourceKind::apiVersion)
                        .column(
                                "COUNT",
                                "count",
                                k -> access.store().trusted().list(k.kind()).size()));
    }

    private Resource one(String name) {
        ResourceKey key = access.key(kind, namespace, name);
        return access.store()
                .trusted()
                .get(key)
                .orElseThrow(
                        () ->
                                CommandFailed.failed(
                                        key
                                                + " does not exist"
                                                + NearestName.hint(
                                                        name,
                                                        access
                                                                .store()
                                                                .trusted()
                                                                .list(key.kind())
                                                                .stream()
                                                                .map(Resource::name)
                                                                .limit(1000)
                                                                .toList()),
                                        ""));
    }

    private boolean wanted(Resource resource) {
        return (namespace.isEmpty() || resource.metadata().namespace().equals(namespace))
                && resource.metadata().labels().entrySet().containsAll(labels.entrySet());
    }

    private Table<Resource> table(ResourceKind<?> known, List<Resource> found) {
        Table<Resource> table = Table.of(found);
        if (known.namespaced()) {
            table = table.column("NAMESPACE", "namespace", r -> r.metadata().namespace());
        }
        table = table.column("NAME", "name", Resource::name);
        for (Column column : known.columns()) {
            table = table.column(column.title(), column.title(), r -> column.value().apply(r));
        }
        return table.column("STATUS", "phase", r -> r.status().phase().label())
                .column("AGE", "age", r -> age(r.metadata().creationTimestamp()))
                .column("REASON", "reason", r -> r.status().reason())
                .whenEmpty("No " + known.plural() + ".");
    }

    private static Duration age(Instant created) {
        return Duration.between(created, Instant.now());
    }

    private void document(List<Resource> found) {
        List<JsonNode> items = access.json(found);
        if (names.size() == 1 && items.size() == 1) {
            invocation.print(items.get(0), out -> {});
            return;
        }
        ObjectNode list = (ObjectNode) Json.tree(Map.of("kind", "List"));
        list.putArray("items").addAll(items);
        invocation.print(list, out -> {});
    }
}
