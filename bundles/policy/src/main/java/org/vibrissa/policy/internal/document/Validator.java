package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.Identities;
import org.vibrissa.policy.internal.document.Validation.Finding;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreView;

/** Says everything that is to be said of documents before they are applied. */
@Component(service = Validator.class)
public final class Validator {
    /** As {@link Document#place} writes it. */
    private static final Pattern PLACE = Pattern.compile("(.*), document (\\d+), line (\\d+)");

    private final ResourceStore store;
    private final Documents documents;
    private final Identities identities;

    @Activate
    public Validator(
            @Reference ResourceStore store,
            @Reference Documents documents,
            @Reference Identities identities) {
        this.store = store;
        this.documents = documents;
        this.identities = identities;
    }

    /**
     * Looks at one or several texts as if they were applied together.
     *
     * @param texts by the name of their file
     */
    public List<Validation> validate(Map<String, byte[]> texts) {
        List<Validation> result = new ArrayList<>();
        List<Document> read = new ArrayList<>();
        texts.forEach(
                (file, text) -> {
                    try {
                        read.addAll(documents.read(file, text));
                    } catch (InvalidDocuments e) {
                        result.add(unreadable(file, e));
                    }
                });
        StoredGroups groups = groups(read);
        List<Validation> said = new ArrayList<>();
        read.forEach(document -> said.add(validation(document, groups)));
        for (InvalidResource problem : againstStore(read, said)) {
            OptionalInt about =
                    IntStream.range(0, read.size())
                            .filter(i -> isAbout(problem, read.get(i)))
                            .findFirst();
            if (about.isPresent()) {
                String file = read.get(about.getAsInt()).source();
                said.set(about.getAsInt(), said.get(about.getAsInt()).with(finding(problem, file)));
            } else {
                result.add(unreadable("documents", new InvalidDocuments(List.of(problem))));
            }
        }
        result.addAll(said);
        return List.copyOf(result);
    }

    /**
     * What applying would still refuse in those that nothing else is wrong with, such as a name
     * that is there twice or a policy that would cut hosts off.
     */
    private List<InvalidResource> againstStore(List<Document> read, List<Validation> said) {
        List<Document> right =
                IntStream.range(0, read.size())
                        .filter(i -> said.get(i).problems().isEmpty())
                        .mapToObj(read::get)
                        .toList();
        try {
            store.diff(right);
            return List.of();
        } catch (InvalidDocuments e) {
            return e.problems();
        }
    }

    private static boolean isAbout(InvalidResource problem, Document document) {
        Matcher place = PLACE.matcher(problem.location());
        return place.matches()
                ? place.group(1).equals(document.source())
                        && place.group(2).equals(Integer.toString(document.number()))
                : problem.location().equals(document.source());
    }

    private static Validation unreadable(String file, InvalidDocuments refused) {
        List<Finding> problems =
                refused.problems().stream().map(problem -> finding(problem, file)).toList();
        return new Validation(file, 1, "", "", "", problems, List.of(), List.of());
    }

    private static Finding finding(InvalidResource problem, String file) {
        Matcher place = PLACE.matcher(problem.location());
        return new Finding(
                place.matches() ? place.group(1) + ":" + place.group(3) : file,
                problem.path(),
                problem.problem());
    }

    private Validation validation(Document document, StoredGroups groups) {
        SourceLines lines = new SourceLines(document.source(), document.lines());
        List<Finding> problems = new ArrayList<>();
        List<Finding> warnings = new ArrayList<>();
        List<PolicyView> policies = List.of();
        if (PolicyViews.KINDS.contains(document.kind())) {
            Translation translation =
                    Translator.translate(
                            document.kind(), document.metadata(), document.spec(), groups, lines);
            translation.errors().forEach(p -> problems.add(finding(p, document, lines)));
            translation.warnings().forEach(p -> warnings.add(finding(p, document, lines)));
            LeftOutLabels.of(translation, identities)
                    .forEach(p -> warnings.add(finding(p, document, lines)));
            for (String note : List.of(translation.missing(), translation.waiting())) {
                if (!note.isEmpty()) {
                    warnings.add(new Finding(place(document, lines, ""), "", note));
                }
            }
            policies = PolicyView.of(translation);
        } else if (document.kind().equals(Translator.CIDR_GROUP)) {
            Problems found = new Problems();
            CidrGroupKind.read(document.spec(), found);
            found.errors().forEach(p -> problems.add(finding(p, document, lines)));
        }
        boolean placed =
                document.kind().equals(Translator.CNP) || document.kind().equals(Translator.NP);
        String namespace = document.metadata().namespace();
        return new Validation(
                document.source(),
                document.lines().getOrDefault("", 1),
                document.kind(),
                namespace.isEmpty() && placed ? "default" : namespace,
                document.metadata().name(),
                problems,
                warnings,
                policies);
    }

    private static Finding finding(Problem problem, Document document, SourceLines lines) {
        return new Finding(place(document, lines, problem.path()), problem.path(), problem.text());
    }

    private static String place(Document document, SourceLines lines, String path) {
        int line = lines.line(path);
        return document.source() + ":" + (line > 0 ? line : document.lines().getOrDefault("", 1));
    }

    /** Those that are stored, and those of the texts. */
    private StoredGroups groups(List<Document> read) {
        StoreView now = store.trusted();
        Map<String, StoredGroups.Group> groups = new HashMap<>();
        now.list(Translator.CIDR_GROUP)
                .forEach(r -> groups.put(r.name(), StoredGroups.Group.of(r)));
        for (Document document : read) {
            if (document.kind().equals(Translator.CIDR_GROUP)) {
                groups.put(
                        document.metadata().name(),
                        StoredGroups.Group.of(document.metadata(), document.spec()));
            }
        }
        return new StoredGroups(groups);
    }
}
