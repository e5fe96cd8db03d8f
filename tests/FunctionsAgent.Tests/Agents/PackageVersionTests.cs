using FunctionsAgent.Agents;
using RetailSupportCode;

namespace FunctionsAgent.Tests.Agents;

public sealed class PackageVersionTests
{
    [Fact]
    public void What_an_agent_is_made_of_makes_its_version()
    {
        var package = RetailSupportCodeAgent.Package;
        Assert.Equal(package.Version, RetailSupportCodeAgent.Package.Version);
        Assert.Matches("^[0-9a-f]{12}$", package.Version);
        Assert.NotEqual(package.Version, (package with { Revision = package.Revision + 1 }).Version);
        Assert.NotEqual(package.Version, (package with { Policies = [] }).Version);
        Assert.NotEqual(package.Version, (package with { Tools = package.Tools.RemoveAt(0) }).Version);
    }

    [Fact]
    public void A_pinned_version_is_served_while_it_is_here_and_the_first_one_afterwards()
    {
        var now = RetailSupportCodeAgent.Package;
        var before = now with { Revision = 0 };
        var both = new FunctionsAgent.Agents.Packages([now, before]);

        Assert.Equal(before.Version, both.Find(now.Name, before.Version)!.Version);
        Assert.Equal(now.Version, both.Find(now.Name, "retired")!.Version);
        Assert.Equal(now.Version, both.Find(now.Name, null)!.Version);
        Assert.Null(both.Find("nobody", now.Version));
    }
}
