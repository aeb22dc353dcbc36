package org.vibrissa.hubble.internal.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.hubble.proto.flow.AgentEvent;
import org.vibrissa.hubble.proto.flow.AgentEventType;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.Status;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Table;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.Tables;

/** What the daemon does, as agent events. */
final class AgentWatchTest {
    private final AgentEventLog log = new AgentEventLog(Clock.systemUTC());
    private final Map<String, ResourceListener> policies = new HashMap<>();
    private final List<TableListener<ResourceKey, LocalEndpoint>> endpoints = new ArrayList<>();
    private int open;

    /** Of an interface of which a test asks one thing. */
    private static <T> T asking(Class<T> type, java.util.function.Function<Object[], Object> call) {
        return type.cast(
                Proxy.newProxyInstance(
                        AgentWatchTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                call.apply(arguments == null ? new Object[0] : arguments)));
    }

    private Subscription subscribed() {
        open++;
        return () -> open--;
    }

    @SuppressWarnings("unchecked")
    private AgentWatch watch() {
        ResourceStore store =
                asking(
                        ResourceStore.class,
                        arguments -> {
                            policies.put((String) arguments[0], (ResourceListener) arguments[2]);
                            return subscribed();
                        });
        Table<ResourceKey, LocalEndpoint> table =
                asking(
                        Table.class,
                        arguments -> {
                            endpoints.add((TableListener<ResourceKey, LocalEndpoint>) arguments[1]);
                            return subscribed();
                        });
        Node node = asking(Node.class, arguments -> Instant.parse("2026-01-01T00:00:00Z"));
        return new AgentWatch(log, node, store, asking(Tables.class, arguments -> table), () -> 9);
    }

    private List<AgentEvent> events() {
        return log.from(0).stream().map(AgentEventLog.Entry::event).toList();
    }

    private List<AgentEventType> types() {
        return events().stream().map(AgentEvent::getType).toList();
    }

    private static LocalEndpoint endpoint(int identity) {
        TreeMap<String, String> labels = new TreeMap<>(Map.of("org", "empire"));
        return new LocalEndpoint(
                new ResourceKey("Endpoint", "default", "deathstar"),
                "uid",
                7,
                EndpointForm.values()[0],
                labels,
                identity,
                "lxc1",
                3,
                MacAddress.parse("02:00:00:00:00:01"),
                List.of(IpAddresses.parse("10.0.0.1")));
    }

    private void change(ChangeType type, LocalEndpoint row) {
        endpoints.get(0).changed(List.of(new RowChange<>(type, row.key(), row)), null);
    }

    private static ResourceEvent policy(ChangeType type) {
        return new ResourceEvent(
                type,
                new Resource(
                        "cilium.io/v2",
                        "CiliumNetworkPolicy",
                        Metadata.of("rule1", "default", Map.of(), Map.of()),
                        JsonNodeFactory.instance.objectNode(),
                        Status.pending("", Instant.EPOCH)));
    }

    @Test
    void beginsWithTheStartOfTheDaemon() {
        watch();
        assertEquals(List.of(AgentEventType.AGENT_STARTED), types());
        assertEquals(1767225600, events().get(0).getAgentStart().getTime().getSeconds());
    }

    @Test
    void whatWasThereBeforeIsNoNews() {
        watch();
        change(ChangeType.ADDED, endpoint(1001));
        policies.get("CiliumNetworkPolicy").changed(policy(ChangeType.ADDED));
        assertEquals(1, events().size());
    }

    @Test
    void tellsOfPolicies() {
        watch();
        ResourceListener listener = policies.get("CiliumNetworkPolicy");
        listener.initialised();
        listener.changed(policy(ChangeType.ADDED));
        listener.changed(policy(ChangeType.DELETED));
        assertEquals(
                List.of(AgentEventType.POLICY_UPDATED, AgentEventType.POLICY_DELETED),
                types().subList(1, 3));
        assertEquals(9, events().get(1).getPolicyUpdate().getRevision());
        assertEquals(1, events().get(1).getPolicyUpdate().getRuleCount());
    }

    @Test
    void tellsOfEndpointsAndTheirAddresses() {
        watch();
        endpoints.get(0).initialised();
        change(ChangeType.ADDED, endpoint(5));
        change(ChangeType.MODIFIED, endpoint(1001));
        change(ChangeType.DELETED, endpoint(1001));
        assertEquals(
                List.of(
                        AgentEventType.ENDPOINT_CREATED,
                        AgentEventType.IPCACHE_UPSERTED,
                        AgentEventType.ENDPOINT_REGENERATE_SUCCESS,
                        AgentEventType.IPCACHE_UPSERTED,
                        AgentEventType.ENDPOINT_DELETED,
                        AgentEventType.IPCACHE_DELETED),
                types().subList(1, 7));
        assertEquals("deathstar", events().get(1).getEndpointUpdate().getPodName());
        assertEquals("any:org=empire", events().get(1).getEndpointUpdate().getLabels(0));
        assertFalse(events().get(2).getIpcacheUpdate().hasOldIdentity());
        assertEquals("10.0.0.1/32", events().get(4).getIpcacheUpdate().getCidr());
        assertEquals(5, events().get(4).getIpcacheUpdate().getOldIdentity().getValue());
        assertEquals(1001, events().get(4).getIpcacheUpdate().getIdentity());
    }

    @Test
    void leavesNoWatchBehind() {
        watch().close();
        assertEquals(0, open);
    }
}
