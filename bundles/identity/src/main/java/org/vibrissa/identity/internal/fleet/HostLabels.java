package org.vibrissa.identity.internal.fleet;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.identity.internal.IdentityService;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.Tables;

/**
 * The labels of hosts: of each Node resource, and on this host those of its endpoint of kind host,
 * which win.
 */
@Component(service = HostLabels.class, immediate = true)
public final class HostLabels implements ResourceListener {
    private final String self;
    private final IdentityService identities;
    private final TableWriter<String, NodeLabels> table;
    private final Subscription nodes;
    private final Subscription endpoints;
    private Map<String, String> ofNode = Map.of();
    private Map<String, String> ofEndpoint = Map.of();
    private List<InetAddress> addresses = List.of();

    @Activate
    public HostLabels(
            @Reference ResourceStore store,
            @Reference Node self,
            @Reference Tables tables,
            @Reference IdentityService identities) {
        this.self = self.name();
        this.identities = identities;
        this.table = tables.writer(NodeLabels.TABLE, "identity");
        tellOwn();
        this.nodes = store.watch("Node", "vib-host-labels", this);
        this.endpoints = tables.open(Endpoints.TABLE).watch("vib-host-endpoint", ofHost());
    }

    @Deactivate
    void deactivate() {
        nodes.close();
        endpoints.close();
        table.close();
    }

    @Override
    public synchronized void changed(ResourceEvent event) {
        Resource node = event.resource();
        boolean deleted = event.type() == ChangeType.DELETED;
        if (node.name().equals(self)) {
            ofNode = deleted ? Map.of() : node.metadata().labels();
            addresses = deleted ? List.of() : addresses(node);
            tellOwn();
        } else if (deleted) {
            table.remove(node.name());
            identities.others().remove(node.name());
        } else {
            NodeLabels labels =
                    new NodeLabels(
                            node.name(),
                            labels(
                                    node.name(),
                                    ReservedIdentity.REMOTE_NODE,
                                    node.metadata().labels()),
                            addresses(node));
            table.put(node.name(), labels);
            identities.others().put(labels);
        }
    }

    @Override
    public void initialised() {
        table.initialised();
    }

    private TableListener<ResourceKey, LocalEndpoint> ofHost() {
        return new TableListener<>() {
            @Override
            public void changed(
                    List<RowChange<ResourceKey, LocalEndpoint>> changes,
                    TableSnapshot<ResourceKey, LocalEndpoint> now) {
                endpoints(now);
            }
        };
    }

    private synchronized void endpoints(TableSnapshot<ResourceKey, LocalEndpoint> now) {
        Map<String, String> labels = new HashMap<>();
        for (Map.Entry<ResourceKey, LocalEndpoint> row : now) {
            if (row.getValue().form() == EndpointForm.HOST) {
                labels.putAll(row.getValue().labels());
            }
        }
        if (!labels.equals(ofEndpoint)) {
            ofEndpoint = labels;
            tellOwn();
        }
    }

    private void tellOwn() {
        Map<String, String> own = new TreeMap<>(ofNode);
        own.putAll(ofEndpoint);
        Labels labels = labels(self, ReservedIdentity.HOST, own);
        identities.host(labels);
        table.put(self, new NodeLabels(self, labels, addresses));
    }

    private static Labels labels(String node, ReservedIdentity what, Map<String, String> own) {
        List<Label> labels = new ArrayList<>(List.of(what.label()));
        labels.add(new Label(LabelSource.NODE, "name", node));
        own.forEach((key, value) -> labels.add(Label.any(key, value)));
        return Labels.of(labels);
    }

    private static List<InetAddress> addresses(Resource node) {
        return node.spec()
                .path("addresses")
                .valueStream()
                .map(text -> IpAddresses.parse(text.asText()))
                .toList();
    }
}
