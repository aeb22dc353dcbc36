package org.vibrissa.policy.internal.explain;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.PolicyService;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.kernel.PolicyMaps;

/**
 * Finds who is meant by a name, an address, a number or labels. What is not on this host is judged
 * by its labels, as its own host would.
 */
@Component(service = Parties.class)
public final class Parties {
    private final Endpoints endpoints;
    private final Identities identities;
    private final Ipcache ipcache;
    private final PolicyService service;

    @Activate
    public Parties(
            @Reference Endpoints endpoints,
            @Reference Identities identities,
            @Reference Ipcache ipcache,
            @Reference PolicyService service) {
        this.endpoints = endpoints;
        this.identities = identities;
        this.ipcache = ipcache;
        this.service = service;
    }

    /**
     * Reads {@code default/xwing}, {@code 10.0.0.7}, {@code 34567} or {@code org=empire,class=x}.
     */
    Party parse(String text) {
        if (text.matches("[0-9]+")) {
            return ofNumber(text);
        }
        if (text.indexOf('=') >= 0 || text.startsWith("reserved:")) {
            return ofLabels(text);
        }
        Optional<LocalEndpoint> named = named(text);
        if (named.isPresent()) {
            return of(named.get());
        }
        try {
            return of(IpAddresses.parse(text));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(
                            "\""
                                    + text
                                    + "\" is no endpoint of this host, address, identity or label",
                            "vibrissa endpoint list; of other hosts say the address or the labels:"
                                    + " org=empire,class=xwing")
                    .causedBy(e);
        }
    }

    private Optional<LocalEndpoint> named(String text) {
        List<LocalEndpoint> found =
                endpoints.list().stream()
                        .filter(
                                e ->
                                        text.equals(e.key().name())
                                                || text.equals(
                                                        e.key().namespace() + "/" + e.key().name()))
                        .toList();
        if (found.size() > 1) {
            throw CommandFailed.usage(
                    "there are several endpoints \"" + text + "\"",
                    "Say the namespace too: " + found.get(0).key().namespace() + "/" + text);
        }
        return found.stream().findFirst();
    }

    Party of(LocalEndpoint endpoint) {
        Identity identity =
                identities.get(endpoint.identity()).orElseGet(ReservedIdentity.INIT::identity);
        Subject asKnown =
                service.ask(engine -> engine.subject(endpoint.id()))
                        .orElseGet(() -> subject(identity.labels()));
        return new Party(
                endpoint.key().namespace() + "/" + endpoint.key().name(),
                identity,
                Optional.of(asKnown),
                OptionalInt.of(endpoint.id()),
                endpoint.addresses().stream().findFirst());
    }

    private static Subject subject(Labels labels) {
        return new Subject(labels, false, false, NamedPorts.NONE);
    }

    /** Whose address it is. */
    Party of(InetAddress address) {
        Optional<LocalEndpoint> local =
                endpoints.list().stream().filter(e -> e.addresses().contains(address)).findFirst();
        if (local.isPresent() && local.get().ifindex() != 0) {
            return of(local.get());
        }
        int number =
                ipcache.list().entrySet().stream()
                        .filter(entry -> entry.getKey().contains(address))
                        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                        .map(Map.Entry::getValue)
                        .map(Ipcache.Entry::identity)
                        .orElse(ReservedIdentity.WORLD.number());
        Party party = of(IpAddresses.format(address), number(number));
        return new Party(
                party.name(),
                party.identity(),
                party.subject(),
                party.endpoint(),
                Optional.of(address));
    }

    private Party ofNumber(String text) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CommandFailed.usage(text + " is no identity", "vibrissa identity list")
                    .causedBy(e);
        }
        return of("identity " + number, number(number));
    }

    private Identity number(int number) {
        return identities
                .get(number)
                .orElseThrow(
                        () ->
                                CommandFailed.usage(
                                        "identity " + number + " is not known on this host",
                                        "vibrissa identity list"));
    }

    private Party ofLabels(String text) {
        Labels labels;
        try {
            labels = Labels.parse(List.of(text.split(",")));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(String.valueOf(e.getMessage()), "Such as: org=empire,class=x")
                    .causedBy(e);
        }
        Optional<Identity> reservedOne = reserved(labels);
        if (reservedOne.isPresent()) {
            return of(text, reservedOne.get());
        }
        boolean reserved = labels.stream().anyMatch(l -> l.toString().startsWith("reserved:"));
        if (!reserved && labels.values(LabelSource.ANY, Label.NAMESPACE).isEmpty()) {
            labels =
                    Labels.of(
                            Stream.concat(labels.stream(), Stream.of(Label.namespace("default")))
                                    .toList());
        }
        Labels counted = identities.relevant(labels);
        Optional<Identity> known =
                identities.list().stream().filter(i -> i.labels().equals(counted)).findFirst();
        return of(text, known.orElseGet(() -> new Identity(0, counted)));
    }

    /** {@code reserved:host} means that identity, whatever other labels it has. */
    private Optional<Identity> reserved(Labels labels) {
        return Arrays.stream(ReservedIdentity.values())
                .filter(one -> labels.equals(one.identity().labels()))
                .findFirst()
                .map(one -> identities.get(one.number()).orElseGet(one::identity));
    }

    /** A host or what is outside has no policy of an endpoint; this host has its own. */
    private Party of(String name, Identity identity) {
        Labels labels = identity.labels();
        boolean host = labels.isReserved(ReservedIdentity.HOST.text());
        boolean elsewhere =
                identity.prefix().isPresent()
                        || labels.isReserved(ReservedIdentity.WORLD.text())
                        || labels.isReserved(ReservedIdentity.REMOTE_NODE.text());
        Optional<Subject> subject =
                host
                        ? service.ask(engine -> engine.subject(PolicyMaps.HOST))
                        : Optional.of(subject(labels)).filter(s -> !elsewhere);
        return new Party(
                name,
                identity,
                subject,
                host ? OptionalInt.of(PolicyMaps.HOST) : OptionalInt.empty(),
                Optional.empty());
    }
}
