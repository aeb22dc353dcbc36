package org.vibrissa.etcd.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.etcd.internal.EtcdComponent;
import org.vibrissa.etcd.internal.Stage;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.runtime.Node;

/** Tells another member how far this host is, and goes to the stage that it asks for. */
@Component(service = {FleetHandler.class, StageHandler.class})
public final class StageHandler implements FleetHandler {
    static final String PATH = "store/stage";

    private final EtcdComponent etcd;
    private final Node node;

    @Activate
    public StageHandler(@Reference EtcdComponent etcd, @Reference Node node) {
        this.etcd = etcd;
        this.node = node;
    }

    static JsonNode ask() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode go(Stage stage) {
        return JsonNodeFactory.instance.objectNode().put("go", stage.word());
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public JsonNode handle(String caller, JsonNode body) throws FleetException {
        if (body.has("go")) {
            try {
                etcd.go(Stage.of(body.path("go").asText()));
            } catch (EtcdException | IllegalArgumentException e) {
                throw new FleetException(Kind.REFUSED, e.getMessage(), e);
            }
        }
        return state().json();
    }

    /** How far this host is. */
    HostState state() {
        String problem =
                etcd.problem().isEmpty()
                        ? etcd.link().flatMap(l -> l.health().worst()).map(p -> p.text()).orElse("")
                        : etcd.problem();
        return new HostState(
                node.name(),
                etcd.stage().word(),
                etcd.link().filter(l -> l.inStep()).isPresent(),
                etcd.named(),
                problem);
    }
}
