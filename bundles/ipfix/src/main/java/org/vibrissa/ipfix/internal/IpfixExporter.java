package org.vibrissa.ipfix.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.ipfix.internal.collector.Collector;
import org.vibrissa.ipfix.internal.collector.CollectorAddress;
import org.vibrissa.ipfix.internal.record.Wire;
import org.vibrissa.policy.PolicyRules;

/** The collectors of the configuration. A change touches only those that it names. */
@Component(service = IpfixExporter.class, immediate = true, configurationPid = IpfixSettings.PID)
public final class IpfixExporter {
    private static final Logger LOG = LoggerFactory.getLogger(IpfixExporter.class);

    private final FlowLog log;
    private final FlowNames names;
    private final PolicyRules rules;
    private final Map<CollectorAddress, Collector> running = new LinkedHashMap<>();
    private List<String> refused = List.of();

    @Activate
    public IpfixExporter(
            @Reference FlowLog log,
            @Reference FlowNames names,
            @Reference PolicyRules rules,
            IpfixSettings settings) {
        this.log = log;
        this.names = names;
        this.rules = rules;
        modified(settings);
    }

    /** Follows the settings. */
    @Modified
    synchronized void modified(IpfixSettings settings) {
        Wire wire =
                new Wire(
                        settings.domain(),
                        settings.enterprise(),
                        settings.message_size(),
                        settings.template_interval());
        Set<CollectorAddress> wanted = addresses(settings.collectors());
        for (CollectorAddress address : List.copyOf(running.keySet())) {
            if (!wanted.contains(address)) {
                running.remove(address).close();
            }
        }
        Collector.retain(log, wanted);
        for (CollectorAddress address : wanted) {
            Collector known = running.get(address);
            if (known == null) {
                running.put(address, new Collector(address, wire, log, names, rules));
            } else {
                known.use(wire);
            }
        }
    }

    @Deactivate
    synchronized void deactivate() {
        running.values().forEach(Collector::close);
        running.clear();
    }

    /** The collectors in force, in the order of the configuration. */
    public synchronized List<Collector> collectors() {
        return List.copyOf(running.values());
    }

    /** What in the configuration names no collector, and why. */
    public synchronized List<String> refused() {
        return refused;
    }

    private Set<CollectorAddress> addresses(String[] texts) {
        Set<CollectorAddress> addresses = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(CollectorAddress.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.error("ipfix.collectors: {}", e.getMessage());
                problems.add(e.getMessage());
            }
        }
        refused = List.copyOf(problems);
        return addresses;
    }
}
