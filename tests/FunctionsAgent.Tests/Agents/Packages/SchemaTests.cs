using System.Text;
using FunctionsAgent.Agents;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Tests.House;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>The schemas that editors use take what the reader takes. What both refuse is in <see cref="BadFileTests"/>.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string, string> Good() => new()
    {
        { "agent.schema.json", PackageBench.Agent },
        { "agent.schema.json", PackageBench.Agent.Replace("do: answer", "do: require\n    require: { assurance: verified }", StringComparison.Ordinal) },
        { "agent.schema.json", PackageBench.Agent.Replace("version: 1", "version: \"2026-11\"", StringComparison.Ordinal).Replace("at: message", "at: tool:get_order", StringComparison.Ordinal).Replace("do: answer", "do: confirm", StringComparison.Ordinal) },
        { "agent.schema.json", PackageBench.Agent.Replace("metric: containment", "metric: fcr", StringComparison.Ordinal) },
        { "agent.schema.json", PackageBench.Agent.Replace("metric: containment", "metric: awu-per-interaction", StringComparison.Ordinal) },
        { "agent.schema.json", PackageBench.Agent.Replace("models: {}", $"masking: {{ entities: [{string.Join(", ", PiiScanner.Known)}], fields: [customer.name], custom: [{{ name: member, pattern: 'M-[0-9]{{6}}' }}] }}", StringComparison.Ordinal) },
        { "tool.schema.json", PackageBench.Tool },
        { "tool.schema.json", PackageBench.Tool + "\nunmask: [email, person]\n" },
        { "tool.schema.json", PackageBench.Tool.Replace("id: $.id", "id: { each: \"$.orders[*]\", take: 5, last: true, fields: { id: $.id } }", StringComparison.Ordinal) },
        { "voice.schema.json", PackageBench.Voice },
        { "test.schema.json", PackageBench.Tests },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_file_is_good_by_its_schema(string schema, string yaml) => Assert.Equal("", Violations(schema, yaml));

    [Fact]
    public void The_sample_agent_is_good_by_the_schemas_and_by_the_reader()
    {
        var folder = Path.Combine(Repository.Root, "src", "agents", "retail-support");
        var (package, errors) = PackageFolder.Read(folder, PackageBench.Context);
        Assert.Equal("", string.Join('\n', errors));
        Assert.Equal("retail-support", package!.Name);
        foreach (var file in package.Files!.All.Keys.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            var schema = file switch { "agent.yaml" => "agent", "voice.yaml" => "voice", _ => file.StartsWith("tools/", StringComparison.Ordinal) ? "tool" : "test" } + ".schema.json";
            var text = Encoding.UTF8.GetString(package.Files.All[file].Span);
            Assert.Equal("", Violations(schema, text));
            Assert.Equal(schema, text.Split('\n')[0].Split('/')[^1]);
        }
    }

    [Fact]
    public void Every_schema_comes_with_the_program()
    {
        Assert.All(PackageSchemas.Names, name => Assert.StartsWith("{", PackageSchemas.Text(name), StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => PackageSchemas.Text("other.schema.json"));
    }

    private static string Violations(string schema, string yaml) => string.Join(
        '\n', ToolSchema.Read(PackageSchemas.Text(schema)).Validate(YamlJson.Text(YamlFile.Read("x.yaml", Encoding.UTF8.GetBytes(yaml), new PackageErrors())!)).Select(error => $"{error.Kind} at {error.Path}"));
}
