// What differs between development, test and production, and nothing else. infra/README.md has the reason of every line.

@export()
@description('Durability, size, memory and alarm of one environment.')
type Profile = {
  storageSku: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS'

  serviceBusSku: 'Standard' | 'Premium'

  @description('Instances kept warm for HTTP.')
  @minValue(0)
  alwaysReadyHttp: int

  @minValue(40)
  @maxValue(1000)
  maximumInstances: int

  @description('Thousands of tokens a minute.')
  @minValue(1)
  modelCapacity: int

  @description('Days that logs, traces and metrics are kept; they hold no customer\'s words.')
  @minValue(30)
  @maxValue(730)
  telemetryDays: int

  @description('Days after its last word until a conversation is purged.')
  @minValue(1)
  conversationDays: int

  @description('Days until a parked message is purged.')
  @minValue(1)
  parkedDays: int

  @description('Days until a day\'s figures are purged.')
  @minValue(1)
  rollUpDays: int

  @description('Days until what happened to agents\' registrations is purged.')
  @minValue(1)
  auditDays: int

  @description('No alert is more severe than this: 0 critical, 1 error, 2 warning, 3 informational, 4 verbose.')
  @minValue(0)
  @maxValue(4)
  highestSeverity: int
}

@export()
var profiles = {
  dev: {
    storageSku: 'Standard_LRS'
    serviceBusSku: 'Standard'
    alwaysReadyHttp: 0
    maximumInstances: 40
    modelCapacity: 10
    telemetryDays: 30
    conversationDays: 30
    parkedDays: 30
    rollUpDays: 90
    auditDays: 90
    highestSeverity: 4
  }
  test: {
    storageSku: 'Standard_ZRS'
    serviceBusSku: 'Standard'
    alwaysReadyHttp: 0
    maximumInstances: 40
    modelCapacity: 30
    telemetryDays: 30
    conversationDays: 30
    parkedDays: 30
    rollUpDays: 90
    auditDays: 90
    highestSeverity: 3
  }
  prod: {
    storageSku: 'Standard_GZRS'
    serviceBusSku: 'Standard'
    alwaysReadyHttp: 1
    maximumInstances: 100
    modelCapacity: 50
    telemetryDays: 90
    conversationDays: 365
    parkedDays: 90
    rollUpDays: 1825
    auditDays: 730
    highestSeverity: 0
  }
}

// The same in every environment: what test has proven is what production runs.
@export()
var model = { name: 'gpt-4.1-mini', version: '2025-04-14' }
