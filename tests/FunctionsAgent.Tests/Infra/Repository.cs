using System.Reflection;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Files of the repository the tests were built from, whatever folder they run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string BicepCompiler { get; } = Metadata("BicepCompiler");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
