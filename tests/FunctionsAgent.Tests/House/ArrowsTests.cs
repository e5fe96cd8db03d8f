using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FunctionsAgent.Tests.House;

/// <summary>Arrows run down only (architecture §2): projects, and the families of the runtime.</summary>
public sealed class ArrowsTests
{
    /// <summary>From the ground up; a family may name those before it.</summary>
    private static readonly string[] Families =
    [
        "Storage", "Queues", "Conversations", "Policies", "Tools", "Knowledge", "Reasoning", "Guardrails", "Agents", "Customers", "Access", "Channels", "Handoff", "Feedback", "Pipeline", "Evaluation",
    ];

    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["src/AgentScript/AgentScript.csproj"] = [],
        ["src/AuthMd/AuthMd.csproj"] = [],
        ["src/FunctionsAgent/FunctionsAgent.csproj"] = ["AgentScript", "AuthMd"],
        ["src/FunctionsAgent.Functions/FunctionsAgent.Functions.csproj"] = ["FunctionsAgent"],
        ["src/FunctionsAgent.Local/FunctionsAgent.Local.csproj"] = ["Backend", "FunctionsAgent"],
        ["src/agents/retail-support/backend/Backend.csproj"] = [],
    };

    [Fact]
    public void A_family_names_only_families_below_it() =>
        Assert.Empty(Repository.Sources("src/FunctionsAgent").SelectMany(Upward));

    [Fact]
    public void Every_folder_of_the_runtime_is_a_known_family_and_flat() =>
        Assert.All(Repository.Sources("src/FunctionsAgent"), file =>
        {
            var parts = Relative(file);
            Assert.True(parts.Length <= 2, $"{string.Join('/', parts)} lies deeper than its family.");
            if (parts.Length == 2) Assert.Contains(parts[0], Families);
        });

    [Fact]
    public void A_namespace_is_that_of_its_folder() =>
        Assert.All(Repository.Sources("src/FunctionsAgent"), file =>
        {
            var space = Root(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
            if (space is not null) Assert.Equal(Relative(file) is [var family, _] ? $"FunctionsAgent.{family}" : "FunctionsAgent", space);
        });

    [Fact]
    public void Projects_reference_only_projects_below_them()
    {
        var found = Directory.EnumerateFiles(Repository.Path("src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'),
            file => XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, project => Assert.Equal(Projects[project.Key], project.Value));
    }

    [Fact]
    public void The_language_and_auth_md_know_nothing_of_the_runtime() =>
        Assert.All(Repository.Sources("src/AgentScript").Concat(Repository.Sources("src/AuthMd")), file => Assert.DoesNotContain("FunctionsAgent", Named(Root(file))));

    private static IEnumerable<string> Upward(string file)
    {
        if (Relative(file) is not [var family, _]) yield break;
        var level = Array.IndexOf(Families, family);
        foreach (var name in Named(Root(file)).Distinct())
            if (Array.IndexOf(Families, name) > level) yield return $"{string.Join('/', Relative(file))} names {name}";
    }

    /// <summary>Families by using directive, or qualified (<c>FunctionsAgent.Queues.Envelope</c>, <c>Queues.Envelope</c>).</summary>
    private static IEnumerable<string> Named(SyntaxNode root)
    {
        foreach (var name in root.DescendantNodes().OfType<NameSyntax>().Where(name => name.Parent is not QualifiedNameSyntax))
        {
            if (name.Ancestors().Any(ancestor => ancestor is BaseNamespaceDeclarationSyntax space && space.Name.Contains(name))) continue;
            var parts = name.ToString().Replace("global::", "", StringComparison.Ordinal).Split('.');
            if (parts[0] == "FunctionsAgent") yield return parts.Length > 1 ? parts[1] : "FunctionsAgent";
            else if (name is QualifiedNameSyntax && Families.Contains(parts[0])) yield return parts[0];
        }
        // In an expression the same is parsed as member access: FunctionsAgent.Queues.QueueNames.Input.
        foreach (var access in root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            if (access.Expression is IdentifierNameSyntax { Identifier.Text: "FunctionsAgent" }) yield return access.Name.Identifier.Text;
    }

    private static SyntaxNode Root(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();

    private static string[] Relative(string file) => Path.GetRelativePath(Repository.Path("src/FunctionsAgent"), file).Split(Path.DirectorySeparatorChar);
}
