package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Column;
import org.vibrissa.state.ResourceKind;

/** Kind CiliumCIDRGroup of cilium.io/v2: prefixes that policies name. */
@Component(service = ResourceKind.class)
public final class CidrGroupKind implements ResourceKind<List<IpPrefix>> {
    @Override
    public String apiVersion() {
        return PolicyKind.CILIUM;
    }

    @Override
    public List<String> otherVersions() {
        return List.of("cilium.io/v2alpha1");
    }

    @Override
    public String kind() {
        return Translator.CIDR_GROUP;
    }

    @Override
    public String plural() {
        return "ciliumcidrgroups";
    }

    @Override
    public List<String> shortNames() {
        return List.of("ccg");
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public boolean dottedNames() {
        return true;
    }

    @Override
    public List<IpPrefix> decode(JsonNode spec) {
        Problems problems = new Problems();
        List<IpPrefix> prefixes = read(spec, problems);
        problems.errors().stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw problem.invalid();
                        });
        return prefixes;
    }

    /** The prefixes as far as they can be read. */
    static List<IpPrefix> read(JsonNode spec, Problems problems) {
        Cursor cursor = new Cursor(spec, "spec", Part.CIDR_GROUP, problems);
        List<IpPrefix> prefixes = new ArrayList<>();
        for (Cursor.Text text : cursor.texts("externalCIDRs").orElse(List.of())) {
            CidrReader.prefix(text.path(), text.value(), problems)
                    .filter(prefix -> !prefixes.contains(prefix))
                    .ifPresent(prefixes::add);
        }
        cursor.end();
        return List.copyOf(prefixes);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column(
                        "PREFIXES",
                        group -> String.valueOf(group.spec().path("externalCIDRs").size())));
    }
}
