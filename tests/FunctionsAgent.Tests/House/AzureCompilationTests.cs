using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionsAgent.Tests.House;

/// <summary>The part of the Functions app that no build here compiles as it stands: without implicit usings, against the signatures of Azure.Messaging.ServiceBus.</summary>
public sealed class AzureCompilationTests
{
    [Fact]
    public void The_Service_Bus_part_compiles_as_the_Functions_project_compiles_it()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var files = Repository.Sources("src/FunctionsAgent.Functions/Azure").Append(Repository.Path("tests/FunctionsAgent.Tests/Queues/ServiceBusSurface.cs")).ToList();
        var compilation = CSharpCompilation.Create("azure", files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetFileName(file) != "FunctionsAgent.Tests.dll").Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(found => $"{found}"));
        Assert.True(files.Count > 2);
    }
}
