namespace AuthMd.Tests.Conformance;

/// <summary>The list of specification §28: prints a line an item, and fails where an item does.</summary>
public sealed class ConformanceTests
{
    public static IEnumerable<object[]> All => ConformanceList.Items.SelectMany(item => item.Proofs.Select(proof => new object[] { proof.Key.ToString(), item.Name }));

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_service_conforms(string dialect, string name)
    {
        var item = ConformanceList.Items.Single(item => item.Name == name);
        try
        {
            var spoken = Enum.Parse<AuthMdDialect>(dialect);
            foreach (var proof in item.Proofs[spoken]) await proof.RunAsync(spoken);
        }
        catch
        {
            Print(dialect, name, "FAILED");
            throw;
        }
        Print(dialect, name, "ok");
    }

    [Fact]
    public void Every_item_is_proven_in_the_dialects_it_belongs_to()
    {
        Assert.Equal(ConformanceList.Names.Length, ConformanceList.Names.Distinct().Count());
        Assert.Equal(ConformanceList.Names.Order(), ConformanceList.Items.Select(item => item.Name).Order());
        foreach (var item in ConformanceList.Items)
            foreach (var dialect in Enum.GetValues<AuthMdDialect>().Where(dialect => item.Name[0] != '(' || item.Name.StartsWith($"({dialect})", StringComparison.Ordinal)))
                Assert.True(item.Proofs.GetValueOrDefault(dialect) is { Length: > 0 }, $"Nothing proves '{item.Name}' in dialect {dialect}.");
    }

    private static void Print(string dialect, string name, string result) => Console.WriteLine($"[conformance] {dialect} {name}: {result}");
}
