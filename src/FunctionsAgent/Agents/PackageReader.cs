using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Policies;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Makes a package of its files. All mistakes are gathered; with one of them there is no package.</summary>
public sealed partial class PackageReader
{
    /// <summary>The search over the package's articles.</summary>
    public const string KnowledgeTarget = "knowledge://search", KnowledgeTool = "search_knowledge";

    private const string Tools = "tools", Tests = "tests", Yaml = ".yaml";

    private readonly PackageFiles files;
    private readonly PackageContext context;
    private readonly PackageErrors errors = new();
    private readonly Values values;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly Learned? learned;

    private PackageReader(PackageFiles files, PackageContext context, Learned? learned)
    {
        (this.files, this.context, this.learned) = (files, context, learned);
        values = new Values(errors, context.Settings);
    }

    /// <summary>Never throws for what the files hold. The errors' paths are those of <paramref name="files"/>.</summary>
    /// <param name="learned">What was made of these very files before; null: it is made now.</param>
    public static (Package? Package, ImmutableArray<PackageError> Errors) Read(PackageFiles files, PackageContext context, Learned? learned = null)
    {
        var reader = new PackageReader(files, context, learned);
        var package = reader.Package();
        return (reader.errors.Any ? null : package, reader.errors.All);
    }

    private Package? Package()
    {
        var tools = In(Tools).Select(Tool).ToList();
        CheckTargets(tools);
        List<string> toolNames = [.. tools.Select(tool => tool.Name)];

        var root = files.All.ContainsKey(AgentReader.File) ? Tree(AgentReader.File) : null;
        if (root is null && errors.Of(AgentReader.File) == 0) errors.Add(new(AgentReader.File, 1, 1), "The package has no agent.yaml, or an empty one: name, kpi, scope and script are expected.");
        var agent = new AgentReader(values, [.. files.All.Keys], toolNames, [.. context.Flows.Keys]);
        var manifest = root is null ? null : agent.Read(root);

        var voice = files.All.ContainsKey(VoiceReader.File) && Tree(VoiceReader.File) is { } said ? new VoiceReader(values).Read(said) : null;
        var tests = TestsOf(tools, manifest);
        var flow = manifest is null ? null : Flow(agent, manifest, tools);
        var policies = manifest is null ? [] : Compile(manifest.Policies, agent.Inline);
        var articles = new ArticleReader(values, read).Read(files);
        CheckUnread();
        if (flow is ScriptFlow { Script: var written }) Examples.Check(written, manifest!.Script!, errors);
        if (manifest is null || flow is null || errors.Any) return null;

        var made = learned ?? Learned.Of(files, () => new(flow is ScriptFlow { Script: var taught } ? IntentModel.Train(Examples.Of(taught)) : null, articles.IsEmpty ? null : KnowledgeIndex.Build(articles)));
        var specs = tools.Select(tool => tool.Spec).OfType<ToolSpec>().ToImmutableArray();
        if (flow is ScriptFlow scripted)
            flow = new ScriptFlow(scripted.Script, scripted.Name, new(made.Intents, WritingNodes.Of(scripted.Script, specs), TimeZoneInfo.FindSystemTimeZoneById(manifest.Zone), manifest.Region));

        return new(
            manifest.Name, 0, manifest.Kpi, manifest.Scope, manifest.Zone, flow, policies, [.. manifest.Guards.Select(guard => new GuardUse(guard.Make(voice), guard.Mode))],
            specs, manifest.Texts)
        {
            Files = files, Learned = made, Articles = articles, Manifest = manifest, Voice = voice, Tests = tests,
        };
    }

    private ToolFile Tool(string file)
    {
        var name = file[(Tools.Length + 1)..^Yaml.Length];
        if (!ToolName().IsMatch(name)) errors.Add(new(file, 1, 1), "A tool's file is named as the tool: small letters, digits, underscores and hyphens, a letter first, then .yaml.");
        var root = Tree(file);
        if (root is null && errors.Of(file) == 0) errors.Add(new(file, 1, 1), "The file is empty: target, description, effect, http, input, output and project are expected.");
        return new ToolReader(values).Read(file, name, root);
    }

    private void CheckTargets(List<ToolFile> tools)
    {
        var owners = new Dictionary<string, FilePosition>(StringComparer.Ordinal);
        foreach (var target in tools.SelectMany(tool => tool.Targets ?? []).Where(target => target.Target.Length > 0))
        {
            if (owners.TryAdd(target.Target, target.At) || owners[target.Target].File == target.At.File) continue;
            errors.Add(target.At, $"The target '{target.Target}' of {target.At.File} is also that of {owners[target.Target]}: it belongs to one tool.");
        }
    }

    private ImmutableArray<PackageTest> TestsOf(List<ToolFile> tools, AgentManifest? manifest)
    {
        var specs = tools.ToDictionary(tool => tool.Name, tool => tool.Spec, StringComparer.Ordinal);
        List<string> policies = [.. manifest?.Policies.Select(policy => policy.Name) ?? []];
        var reader = new TestReader(values, new ToolAnswers(values, specs), new ExpectationReader(values, [.. specs.Keys, .. BuiltIn().Select(_ => KnowledgeTool)], policies), new(StringComparer.Ordinal));
        return [.. In(Tests).Select(Tree).OfType<YamlNode>().SelectMany(root => reader.Read(root))];
    }

    private IFlow? Flow(AgentReader agent, AgentManifest manifest, List<ToolFile> tools)
    {
        if (manifest.Flow is { Length: > 0 } named) return context.Flows.GetValueOrDefault(named);
        if (manifest.Script is not { } file || !files.All.TryGetValue(file, out var bytes)) return null;
        read.Add(file);
        if (TextFile.Read(file, bytes.Span, YamlFile.MaxBytes, errors) is not { } text) return null;

        var targets = tools.TrueForAll(tool => tool.Targets is not null) ? tools.SelectMany(tool => tool.Targets!.Value).Select(target => target.Target).Concat(BuiltIn()).ToImmutableHashSet(StringComparer.Ordinal) : null;
        var (flow, found) = context.Scripts.Compile(new(manifest.Name, file, text, targets));
        foreach (var error in found) errors.Add(new(error.File, error.Line, error.Column), error.Message);
        if (flow is ScriptFlow made) CheckSkills(agent, manifest, made);
        return flow;
    }

    /// <summary>Targets that need no file of their own.</summary>
    private IEnumerable<string> BuiltIn() => files.All.Keys.Any(file => file.StartsWith(ArticleReader.Folder, StringComparison.Ordinal)) ? [KnowledgeTarget] : [];

    // A skill is what others are told they may ask for: an intent nobody answers would be a promise.
    private void CheckSkills(AgentReader agent, AgentManifest manifest, ScriptFlow flow)
    {
        List<string> intents = [.. flow.Script.Nodes.Where(node => node.Intent is not null).Select(node => node.Name)];
        foreach (var skill in manifest.Skills.Where(skill => intents.Count > 0 && !intents.Contains(skill)))
            errors.Add(agent.SkillsAt[skill], $"The skill '{skill}' is no intent of {manifest.Script}. {Suggestion.For(skill, intents)}");
    }

    private ImmutableArray<IPolicy> Compile(ImmutableArray<PolicySpec> specs, HashSet<FilePosition> inline)
    {
        var policies = ImmutableArray.CreateBuilder<IPolicy>();
        // What the file lacks was reported; a condition can be wrong only where there is one.
        foreach (var spec in specs.Where(spec => spec is { Name.Length: > 0, At.Length: > 0, When.Length: > 0, Do: not Do.Allow }))
        {
            var (policy, error, offset) = context.Policies(spec);
            if (policy is not null) policies.Add(policy);
            else errors.Add(inline.Contains(spec.WhenAt) ? spec.WhenAt with { Column = spec.WhenAt.Column + offset } : spec.WhenAt, error ?? "The condition cannot be read.");
        }

        return policies.ToImmutable();
    }

    private IEnumerable<string> In(string folder) =>
        files.All.Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(Yaml, StringComparison.Ordinal) && file.LastIndexOf('/') == folder.Length);

    private YamlNode? Tree(string file)
    {
        read.Add(file);
        return YamlFile.Read(file, files.All[file].Span, errors);
    }

    // A misspelt name would leave a tool or a test out in silence.
    private void CheckUnread()
    {
        foreach (var file in files.All.Keys.Where(file => Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML" && !read.Contains(file)))
            errors.Add(new(file, 1, 1), $"No part of a package is called '{Shown.Of(file)}': agent.yaml, voice.yaml, tools/NAME.yaml, tests/NAME.yaml, and knowledge/NAME.yaml beside NAME.pdf, .html or .txt are read.");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ToolName();
}
