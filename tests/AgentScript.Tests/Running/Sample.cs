namespace AgentScript.Tests.Running;

/// <summary>The repository's own script.</summary>
internal static class Sample
{
    public static string RetailSupport()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) return File.ReadAllText(Path.Combine(folder.FullName, "src", "agents", "retail-support", "retail-support.agent"));
        }
        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
