namespace RetailSupport.Backend;

/// <summary>Runs the backend alone: <c>dotnet run --project src/agents/retail-support/backend -- --urls http://127.0.0.1:7080</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var url = args switch
        {
            [] => "http://127.0.0.1:7080",
            ["--urls", var value] => value,
            _ => null,
        };
        if (url is null)
        {
            await Console.Error.WriteLineAsync("Usage: [--urls URL], for example --urls http://127.0.0.1:7080");
            return 2;
        }

        await using var backend = Backend.Create(url);
        await backend.StartAsync();
        Console.WriteLine($"Retail backend on {string.Join(", ", backend.Urls)}. Ctrl+C stops it.");
        await backend.WaitForShutdownAsync();
        return 0;
    }
}
