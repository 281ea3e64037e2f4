export { type ClosureEntry, closureOf } from './closure.ts';
export { describeCluster, describeDataType } from './describe-data-type.ts';
export {
  type ClusterName,
  clusterNames,
  type DataType,
  type DataTypeName,
  dataTypeNames,
  dataTypes,
  findDataType,
  isDataTypeName,
} from './registry.ts';
