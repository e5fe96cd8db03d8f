using FunctionsAgent.Agents;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>The sample agents as the program serves them.</summary>
internal static class Samples
{
    private static readonly Lazy<IReadOnlyList<Package>> All = new(() =>
    {
        var (packages, errors) = PackageLoader.Read(PackageChoice.DefaultPath, Context);
        return errors.Length == 0 ? packages : throw new PackageException(errors);
    });

    public static PackageContext Context => new(new ScriptCompiler(), YamlPolicy.Compile, _ => null);

    /// <summary>From its folder: a script, tools and policies of text.</summary>
    public static Package RetailSupport => All.Value.Single(p => p.Name == AgentHost.Agent);
}
